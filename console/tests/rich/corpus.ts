import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../../..')
const FOLDERS = ['demo/articles', 'tests/unit/newsroom/samples']

/** Texts of articles: written for these tests, of the demo, of the newsroom's tests. Without front matter. */
export function corpus(): string[] {
  const own = readFileSync(join(import.meta.dirname, 'corpus.txt'), 'utf8').split('\n=====\n')
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder)).filter((name) => name.endsWith('.md')).sort().map((name) => readFileSync(join(ROOT, folder, name), 'utf8')),
  )
  return [...own, ...files.map((text) => text.replace(/^---\n[\s\S]*?\n---\n/, ''))].map((text) => `${text.trim()}\n`)
}
