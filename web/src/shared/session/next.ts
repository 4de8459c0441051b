/** A path of our own to go to after signing in; anything that could lead elsewhere becomes the projects page. */
export function placeAfterLogin(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) ? next : "/projects";
}
