// How far something long has come. Without `part` nobody knows, and it just moves.

export function Progress({ label, part }: { label: string; part?: number }) {
  return (
    <div class="progress" role="status">
      <p>{label}</p>
      <progress aria-label={label} max={1} {...(part === undefined ? {} : { value: part })} />
    </div>
  );
}
