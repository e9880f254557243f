// The progress of something long, from 0 to 1; indeterminate without `part`.

export function Progress({ label, part }: { label: string; part?: number }) {
  return (
    <div class="progress" role="status">
      <p>{label}</p>
      <progress aria-label={label} max={1} {...(part === undefined ? {} : { value: part })} />
    </div>
  );
}
