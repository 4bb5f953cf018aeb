/** Have the browser save a file that the API answered with. */
export function saveFile(file: { name: string; content_type: string; base64: string }): void {
  const bytes = Uint8Array.from(atob(file.base64), (one) => one.charCodeAt(0))
  const address = URL.createObjectURL(new Blob([bytes], { type: file.content_type }))
  const link = document.createElement('a')
  link.href = address
  link.download = file.name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
