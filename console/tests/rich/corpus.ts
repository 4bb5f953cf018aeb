const own = import.meta.glob<string>('./corpus.txt', { query: '?raw', import: 'default', eager: true })
const demo = import.meta.glob<string>('../../../demo/articles/*.md', { query: '?raw', import: 'default', eager: true })
const samples = import.meta.glob<string>('../../../tests/unit/newsroom/samples/*.md', { query: '?raw', import: 'default', eager: true })

const sorted = (files: Record<string, string>) => Object.keys(files).sort().map((name) => files[name]!)

/** Texts of articles: written for these tests, of the demo, of the newsroom's tests. Without front matter. */
export function corpus(): string[] {
  const files = [...sorted(demo), ...sorted(samples)].map((text) => text.replace(/^---\n[\s\S]*?\n---\n/, ''))
  return [...Object.values(own)[0]!.split('\n=====\n'), ...files].map((text) => `${text.trim()}\n`)
}
