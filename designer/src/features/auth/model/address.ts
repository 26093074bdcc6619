/** The secret of a mailed link: behind the #, so that no server's log ever sees it. */
export function linkSecret(hash: string): string {
  return decodeURIComponent(hash.replace(/^#/, ""));
}

/** Where to go after the sign-in: an address of this site, else the home page. */
export function wanted(to: string | undefined): string {
  if (!to?.startsWith("/") || to.startsWith("//") || to.startsWith("/\\")) return "/";
  return to;
}
