/** Where the API lets the browser send one file, straight into the bucket. */
export interface Ticket {
  url: string
  fields: Record<string, unknown>
  /** Bytes. */
  most: number
}

/** Send a file to where a ticket says; `progress` gets 0 to 1. */
export async function sendFile(ticket: Ticket, file: Blob, progress: (share: number) => void = () => {}): Promise<void> {
  if (file.size > ticket.most) throw new Error(`文件超过 ${Math.floor(ticket.most / 1024 / 1024)} MB，请压缩后再传。`)
  const form = new FormData()
  for (const [name, value] of Object.entries(ticket.fields)) form.append(name, value as string)
  form.append('file', file)
  await new Promise<void>((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', ticket.url)
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total)
    request.onload = () => (request.status < 300 ? resolve() : reject(new Error('文件没有传上去，请再试一次。')))
    request.onerror = () => reject(new Error('网络不通，文件没有传上去。请再试一次。'))
    request.send(form)
  })
}
