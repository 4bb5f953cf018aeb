/** Go to the provider, and come back to where the page is now. */
export function signIn(): void {
  const place = location.hash.slice(1) || '/'
  location.assign(`./sign-in?return_to=${encodeURIComponent(place)}`)
}
