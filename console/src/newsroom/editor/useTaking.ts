import { ElMessage, ElNotification } from 'element-plus'
import 'element-plus/es/components/notification/style/css'
import { ref } from 'vue'
import { attempt } from '@/shared/act'
import { editor as words } from '@/texts/newsroom'
import { takePasted, takePicture, uploadFile } from '../api'
import { withPictures } from './wordPictures'

/** What is pasted and dropped into a text: pages of others, pictures, files. `put` gets Markdown. */
export function useTaking(unit: () => string, put: (markdown: string) => void, known: (name: string, url: string) => void, otherFile: (file: File) => void) {
  const progress = ref<number>()

  async function pasteHtml(html: string, rtf: string): Promise<void> {
    await attempt(async () => {
      const taken = await takePasted(unit(), await withPictures(html, rtf, takeOne))
      put(taken.written.body)
      if (taken.changes.length)
        ElNotification({ title: words.pasted, message: taken.changes.join('；'), type: 'info', duration: 12_000, position: 'bottom-left' })
    })
  }

  /** Upload a picture; the key under which the text names it, or nothing where it was refused. */
  async function takeOne(file: File): Promise<string | undefined> {
    let key: string | undefined
    progress.value = 0
    await attempt(async () => {
      const upload = await uploadFile(unit(), file, (share) => (progress.value = share))
      const taken = await takePicture(unit(), upload, false, file.name)
      known(taken.key, taken.url)
      key = taken.key
      if (taken.remark) ElMessage({ message: `${words.picture}${taken.remark}`, type: 'warning' })
    })
    progress.value = undefined
    return key
  }

  async function takeFiles(files: File[]): Promise<void> {
    for (const file of files) {
      if (!file.type.startsWith('image/')) {
        otherFile(file)
        continue
      }
      const key = await takeOne(file)
      if (key) put(`![${captionOf(file.name)}](${key})`)
    }
  }

  return { progress, pasteHtml, takeFiles, takeOne }
}

/** Names that a camera or a program gave say nothing. */
function captionOf(file: string): string {
  const name = file.replace(/\.\w+$/, '').replaceAll('[', '［').replaceAll(']', '］')
  return /^(?:image|img|截图|微信图片|[\da-f-]{8,}$)/i.test(name) ? '' : name
}
