/** A cave, dark but for one lamp. Drawn, so that it is sharp at every size and weighs nothing. */
export function Cave({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 1260 540" preserveAspectRatio="xMaxYMid slice" className={className} aria-hidden="true">
      <defs>
        <radialGradient id="cave-glow">
          <stop offset="0" stopColor="#ffd78f" stopOpacity="0.85" />
          <stop offset="0.12" stopColor="#f0a548" stopOpacity="0.6" />
          <stop offset="0.4" stopColor="#a8591f" stopOpacity="0.3" />
          <stop offset="0.7" stopColor="#5e2d12" stopOpacity="0.12" />
          <stop offset="1" stopColor="#3a1c0e" stopOpacity="0" />
        </radialGradient>
        <linearGradient id="cave-night" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#101d3a" />
          <stop offset="1" stopColor="#47698a" />
        </linearGradient>
        <linearGradient id="cave-beam" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#a9cdea" stopOpacity="0.3" />
          <stop offset="0.75" stopColor="#a9cdea" stopOpacity="0.05" />
          <stop offset="1" stopColor="#a9cdea" stopOpacity="0" />
        </linearGradient>
        <linearGradient id="cave-brass" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#ffdf9c" />
          <stop offset="0.45" stopColor="#e9a647" />
          <stop offset="1" stopColor="#7c4317" />
        </linearGradient>
        <linearGradient id="cave-smoke" x1="0" y1="1" x2="0" y2="0">
          <stop offset="0" stopColor="#ffe7bd" stopOpacity="0.5" />
          <stop offset="1" stopColor="#bcd6ec" stopOpacity="0" />
        </linearGradient>
        <filter id="cave-soft" x="-40%" y="-40%" width="180%" height="180%">
          <feGaussianBlur stdDeviation="14" />
        </filter>
        <filter id="cave-haze" x="-60%" y="-20%" width="220%" height="140%">
          <feGaussianBlur stdDeviation="5" />
        </filter>
      </defs>
      <rect width="1260" height="540" fill="#0b0a0c" />
      <circle cx="905" cy="340" r="470" fill="url(#cave-glow)" />

      <path
        d="M0 0h1260v190c-40 18-52 58-96 66-34 30-84 6-112 46-10 34-52 34-62 8-22-30-64-40-104-30-44 6-60 38-104 34-46-6-60-44-110-40-66 22-92 4-140 26-52 30-46 92-104 112-60 30-130 14-176 50-70 30-160 14-252 46z"
        fill="#241409"
        fillOpacity="0.75"
      />
      <path d="M640 60h150l250 400H690z" fill="url(#cave-beam)" filter="url(#cave-soft)" />
      <path
        d="M0 0h1260v120c-50 10-66 56-112 60-40 26-78-2-110 34-10 26-44 28-56 4-26-30-70-34-112-26-40 6-54 30-96 26-52-8-64-42-112-40-68 24-96 8-142 30-46 32-40 90-96 112-56 34-130 18-176 54-66 34-170 22-248 54z"
        fill="#08080a"
      />
      <path
        d="M612 0h196c-6 40 20 70 6 108-18 40-52 36-78 54-26 12-58-2-70-30-18-34-34-84-54-132z"
        fill="url(#cave-night)"
      />
      <g fill="#f2f7ff">
        <circle cx="668" cy="30" r="1.7" />
        <circle cx="738" cy="58" r="1.3" />
        <circle cx="700" cy="96" r="1.5" />
        <circle cx="780" cy="24" r="1.2" />
        <circle cx="772" cy="98" r="1.1" />
        <circle cx="716" cy="132" r="1" />
      </g>

      <path d="M0 452c150-30 330 6 500-14 130-14 230 2 330-14 150-14 280 10 430-10v126H0z" fill="#1c0f08" />
      <path d="M742 440c30-18 70-14 96-26 40-10 110-8 146 6 30 8 66 4 88 22l40 98H700z" fill="#2e190c" />
      <path
        d="M742 440c30-18 70-14 96-26 40-10 110-8 146 6 30 8 66 4 88 22-60-8-110-2-164-6-60-2-110 6-166 4z"
        fill="#7a451c"
      />

      <g transform="translate(896 384)">
        <ellipse cx="6" cy="44" rx="92" ry="7" fill="#1a0d06" />
        <path
          d="M150-80c-30-46 44-74 16-128-18-40 30-66 20-112"
          fill="none"
          stroke="url(#cave-smoke)"
          strokeWidth="14"
          strokeLinecap="round"
          filter="url(#cave-haze)"
        />
        <path
          d="M-76 2c-40-8-42-54-8-50 18 4 20 24 10 38"
          fill="none"
          stroke="url(#cave-brass)"
          strokeWidth="8"
        />
        <path d="M-36 44h74l-16-14h-42z" fill="#8a4c1a" />
        <path
          d="M-80 0c4 28 38 36 78 36 46 0 74-16 96-44 12-16 24-24 46-30-20-4-40-2-56 8-14 10-26 20-48 23-26 3-98-2-116 7z"
          fill="url(#cave-brass)"
        />
        <path d="M-48-8c6-22 26-31 40-33 14 2 34 11 42 32-26 3-56 2-82 1z" fill="url(#cave-brass)" />
        <circle cx="-8" cy="-46" r="5.5" fill="#ffdf9c" />
        <circle cx="142" cy="-56" r="44" fill="url(#cave-glow)" />
        <path d="M141-36c-14-14 0-26-3-44 15 15 20 30 12 41-2 4-6 5-9 3z" fill="#fff4d8" />
      </g>
      <path d="M0 500c220-22 440 12 660-6 220-18 400 10 600-8v54H0z" fill="#08080a" />
    </svg>
  );
}
