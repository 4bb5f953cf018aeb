import { describe, expect, test } from 'vitest'
import { blocksOf, documentOf, shown } from '@/newsroom/editor/rich/read'
import { RichText } from '@/newsroom/editor/rich/text'
import { markdownOf } from '@/newsroom/editor/rich/write'
import { corpus } from './rich/corpus'

const texts = corpus()

/** A text whose every block was written anew, as if somebody had touched them all. */
function rewritten(text: string): string {
  let last = ''
  return `${blocksOf(text).map(({ node }) => (last = markdownOf(node, last))).join('\n\n')}\n`
}

describe('a text in the rich editor', () => {
  test.each(texts)('is left as it is where nobody touches it: %#', (text) => {
    const rich = new RichText()
    expect(rich.write(rich.read(text)).text).toBe(text)
  })

  test.each(texts)('shows the same when every block of it is written anew: %#', (text) => {
    const again = rewritten(text)
    expect(shown(again)).toBe(shown(text))
    expect(documentOf(blocksOf(again)).eq(documentOf(blocksOf(text)))).toBe(true)
  })

  test('is what the server is asked about: tests/unit/newsroom/test_rich_text.py compares the two as readers see them', async () => {
    await expect(texts.map(rewritten).join('=====\n')).toMatchFileSnapshot('./rich/rewritten.txt')
  })

  test('stands as its source only where no rich block can say it', () => {
    const sources = texts.flatMap((text) => blocksOf(text).filter(({ node }) => node.type.name === 'source').map((one) => one.text))
    expect(sources).toMatchSnapshot()
  })
})
