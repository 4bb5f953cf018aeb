/** A picture that somebody chose, pasted or dropped, on its way to the API. */

/** The picture among what was pasted or dropped; undefined where there is none. */
export function pictureIn(found: DataTransfer | null): File | undefined {
  return [...(found?.files ?? [])].find((one) => one.type.startsWith('image/'))
}

/** The file's bytes as the API takes them. */
export async function base64Of(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let text = ''
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(text)
}
