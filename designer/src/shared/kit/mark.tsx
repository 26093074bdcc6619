/** The product's sign: a chain hanging between two points. */
export function Mark({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="var(--c-mark)" />
      <path
        d="M6 8c2 18 18 18 20 0"
        fill="none"
        stroke="var(--c-on-mark)"
        strokeWidth="3"
        strokeLinecap="round"
      />
      <circle cx="6" cy="8" r="3" fill="var(--c-on-mark)" />
      <circle cx="26" cy="8" r="3" fill="var(--c-on-mark)" />
      <circle cx="16" cy="21.5" r="3" fill="var(--c-on-mark)" />
    </svg>
  );
}
