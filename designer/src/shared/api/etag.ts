/** A revision as If-Match wants it. */
export function etag(revision: number): string {
  return `"${revision}"`;
}
