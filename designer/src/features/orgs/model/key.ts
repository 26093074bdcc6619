/** A key made of a name: lower-case letters, digits and hyphens. Empty if the name has none of them. */
export function keyOf(name: string): string {
  return name
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[-0-9]+|-+$/g, "")
    .slice(0, 63);
}
