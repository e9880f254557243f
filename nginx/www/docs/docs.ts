// The page at /docs/: what openapi.yaml says, to read and to try. Swagger UI is served from here too; nothing
// comes from another origin, and nothing is sent to one.

declare const SwaggerUIBundle: (options: Record<string, unknown>) => unknown;

SwaggerUIBundle({
  url: '/openapi.yaml',
  dom_id: '#api',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
  // It leaves this one without a name.
  onComplete: () => document.getElementById('servers')?.setAttribute('aria-label', 'Server'),
});

export {};
