import { secrets as words } from '@/texts/system'

export interface Secrets {
  app_secret: string
  token: string
  aes_key: string
}

export const noSecrets = (): Secrets => ({ app_secret: '', token: '', aes_key: '' })

const SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** A new secret of so many letters and digits, drawn in this browser: it is never sent here to be shown. */
export function drawn(length: number): string {
  let text = ''
  while (text.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(length))) {
      // Of 256 values the last 8 would make the first letters likelier.
      if (byte < 248 && text.length < length) text += SIGNS[byte % SIGNS.length]
    }
  }
  return text
}

/** What is plainly wrong with a secret, told before it is sent; the API decides. */
export function slip(name: keyof Secrets, value: string): string {
  const text = value.trim()
  if (!text) return ''
  if (name === 'aes_key' && !/^[A-Za-z0-9+/]{43}$/.test(text)) return words.wrongKey
  if (name === 'token' && !/^[A-Za-z0-9]{3,32}$/.test(text)) return words.wrongToken
  return ''
}
