const browsers: [RegExp, string][] = [
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/Firefox\//, "Firefox"],
  [/Chrome\//, "Chrome"],
  [/Safari\//, "Safari"],
  [/^catenary/i, "catenary"],
  [/^curl/i, "curl"],
];

const systems: [RegExp, string][] = [
  [/iPhone|iPad/, "iOS"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/Linux/, "Linux"],
];

/** What a browser calls itself, in short: “Firefox, Windows”. Empty if it is not known. */
export function browserOf(agent: string): string {
  const find = (all: [RegExp, string][]) => all.find(([like]) => like.test(agent))?.[1];
  return [find(browsers), find(systems)].filter(Boolean).join(", ");
}
