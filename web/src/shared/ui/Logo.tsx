/** A frame with the first light in it. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 22" className={className} aria-hidden="true">
      <rect width="32" height="22" rx="4.5" fill="var(--lamp)" />
      <circle cx="20.5" cy="9.5" r="4.2" fill="#fff6e0" />
      <path
        d="M0 15.2c5-3.4 9.5-3 14-.8 6 2.9 11 2.4 18-1.2v4.3A4.5 4.5 0 0 1 27.5 22h-23A4.5 4.5 0 0 1 0 17.5z"
        fill="#2b1a12"
      />
    </svg>
  );
}
