const BROWSERS: [RegExp, string][] = [
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/Firefox\//, "Firefox"],
  [/Chrom(e|ium)\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const SYSTEMS: [RegExp, string][] = [
  [/iPhone|iPad/, "iOS"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "macOS"],
  [/Linux|X11/, "Linux"],
];

/** "Firefox, Linux" for a browser; the program's own first word for anything else; null for nothing. */
export function browserName(userAgent: string | null | undefined): string | null {
  if (!userAgent) return null;
  const named = [BROWSERS, SYSTEMS].map((names) => names.find(([mark]) => mark.test(userAgent))?.[1]);
  const told = named.filter(Boolean).join(", ");
  return told || (userAgent.split(/[\s/]/)[0] ?? null) || null;
}
