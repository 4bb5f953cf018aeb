import { describe, expect, it } from 'vitest'
import { picturesOf, withPictures } from '@/newsroom/editor/wordPictures'

const hex = (bytes: number[]) => bytes.map((one) => one.toString(16).padStart(2, '0')).join('')
/** A picture as Word writes it: once for itself, once for old programs. */
const shape = (kind: string, bytes: number[]) =>
  `{\\*\\shppict {\\pict{\\*\\picprop{\\sp{\\sn name}{\\sv a\\}b}}}\\picw100\\pich50\\${kind}blip\\bliptag-12{\\*\\blipuid 0123456789abcdef0123456789abcdef}${hex(bytes.slice(0, 2))}\r\n${hex(bytes.slice(2))}}}` +
  `{\\nonshppict {\\pict\\picw100\\wmetafile8\\bliptag-12{\\*\\blipuid 0123}ffff}}`
const RTF = `{\\rtf1\\ansi 前${shape('png', [137, 80, 78, 71])}中${shape('jpeg', [255, 216, 255])}后}`
const HTML = `<p><img width=1 src="file:///C:/Users/li/msohtmlclip1/01/clip_image001.png"></p><p><img src='file:///C:/b.jpg'></p>`

describe('pictures that Word puts into the clipboard', () => {
  it('are read in their order, each once', async () => {
    const found = picturesOf(RTF)
    expect(found.map((one) => one.type)).toEqual(['image/png', 'image/jpeg'])
    expect([...new Uint8Array(await found[0]!.arrayBuffer())]).toEqual([137, 80, 78, 71])
  })

  it('take the places of the files that the HTML names', async () => {
    const html = await withPictures(HTML, RTF, async (file) => `articles/pictures/${file.type.slice(6)}`)
    expect(html).toContain('src="articles/pictures/png"')
    expect(html).toContain("src='articles/pictures/jpeg'")
  })

  it('keep their places where one was refused, or where nobody knows which is which', async () => {
    const half = await withPictures(HTML, RTF, async (file) => (file.type === 'image/png' ? 'key' : undefined))
    expect(half).toContain('src="key"')
    expect(half).toContain('file:///C:/b.jpg')
    expect(await withPictures(HTML, RTF.replaceAll('jpegblip', 'emfblip'), async () => 'key')).toBe(HTML)
    expect(await withPictures('<p>无图</p>', RTF, async () => 'key')).toBe('<p>无图</p>')
  })
})
