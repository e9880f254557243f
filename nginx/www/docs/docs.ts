// The page /docs/: openapi.yaml in Swagger UI, which is served from here too. Nothing is requested
// from another origin.

declare const SwaggerUIBundle: (options: Record<string, unknown>) => unknown;

SwaggerUIBundle({
  url: '/openapi.yaml',
  dom_id: '#api',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
  // Swagger UI leaves this field without a label.
  onComplete: () => document.getElementById('servers')?.setAttribute('aria-label', 'Server'),
});

export {};
