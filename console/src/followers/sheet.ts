import { renderSVG } from 'uqr'
import { shown } from '@/shared/time'
import { codes as words } from '@/texts/followers'
import type { CodeSeen } from './api'

const STYLE = '@page{size:A4;margin:0}body{margin:0;font-family:sans-serif;text-align:center;color:#1a1a1a}main{height:296mm;display:flex;flex-direction:column;align-items:center;justify-content:center;gap:9mm;overflow:hidden}h1{font-size:15mm;margin:0 15mm;line-height:1.3}p{font-size:7mm;margin:0 20mm;line-height:1.5}svg{width:110mm;height:110mm}small{font-size:4mm;color:#595959}'

const escaped = (text: string) => text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`)

/** The page to print, A4: the name, the code, what it is for. */
export function sheet(code: CodeSeen, follow: string): string {
  const until = code.expires_at ? `${words.until} ${shown(code.expires_at)}，` : ''
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>${escaped(code.name)}</title><style>${STYLE}</style><main><h1>${escaped(code.name)}</h1>${renderSVG(code.url, { border: 1 })}<p>${escaped(code.purpose)}</p><p>${escaped(follow)}</p><small>${escaped(until)}${words.scene} ${escaped(code.scene)}</small></main></html>`
}

/** Print it, from a frame that nobody sees. */
export function printSheet(code: CodeSeen, follow: string): void {
  const frame = document.createElement('iframe')
  frame.style.cssText = 'position:fixed;width:0;height:0;border:0'
  frame.title = words.print
  frame.srcdoc = sheet(code, follow)
  frame.onload = () => {
    frame.contentWindow?.addEventListener('afterprint', () => frame.remove())
    frame.contentWindow?.print()
  }
  document.body.append(frame)
}
