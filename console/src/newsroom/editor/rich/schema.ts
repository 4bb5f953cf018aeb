import { Schema, type NodeSpec } from 'prosemirror-model'
import { tableNodes } from 'prosemirror-tables'

const tables = tableNodes({
  tableGroup: 'block',
  cellContent: 'inline*',
  cellAttributes: {
    align: { default: '', getFromDOM: (dom) => dom.style.textAlign, setDOMAttr: (value, attrs) => { if (value) attrs.style = `text-align:${String(value)}` } },
  },
})

const list = (tag: string, more: NodeSpec['attrs'] = {}): NodeSpec => ({
  group: 'block', content: 'list_item+', attrs: { tight: { default: true }, ...more }, parseDOM: [{ tag }],
  toDOM: (node) => [tag, node.attrs.start > 1 ? { start: String(node.attrs.start) } : {}, 0],
})

/** What an article is made of, beside what only its source can say (`source`, `inline_source`). */
export const schema = new Schema({
  nodes: {
    doc: { content: 'block+' },
    paragraph: { group: 'block', content: 'inline*', parseDOM: [{ tag: 'p' }], toDOM: () => ['p', 0] },
    heading: {
      group: 'block', content: 'inline*', defining: true, attrs: { level: { default: 2 } },
      parseDOM: [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level } })),
      toDOM: (node) => [`h${node.attrs.level}`, 0],
    },
    blockquote: {
      group: 'block', content: 'block+', defining: true, attrs: { kind: { default: '' }, title: { default: '' } },
      parseDOM: [{ tag: 'blockquote' }],
      toDOM: (node) => ['blockquote', { 'data-kind': node.attrs.kind }, 0],
    },
    bullet_list: list('ul'),
    ordered_list: list('ol', { start: { default: 1 } }),
    list_item: { content: 'paragraph block*', defining: true, parseDOM: [{ tag: 'li' }], toDOM: () => ['li', 0] },
    code_block: {
      group: 'block', content: 'text*', marks: '', code: true, defining: true, attrs: { info: { default: '' } },
      parseDOM: [{ tag: 'pre', preserveWhitespace: 'full' }], toDOM: () => ['pre', ['code', 0]],
    },
    divider: { group: 'block', parseDOM: [{ tag: 'hr' }], toDOM: () => ['hr'] },
    figure: {
      group: 'block', atom: true, draggable: true, attrs: { src: {}, alt: { default: '' }, title: { default: '' } },
      toDOM: (node) => ['figure', { 'data-src': node.attrs.src }],
    },
    source: { group: 'block', atom: true, attrs: { text: { default: '' } }, toDOM: (node) => ['pre', { class: 'source' }, node.attrs.text] },
    ...tables,
    text: { group: 'inline' },
    image: {
      group: 'inline', inline: true, atom: true, draggable: true, attrs: { src: {}, alt: { default: '' }, title: { default: '' } },
      toDOM: (node) => ['img', { 'data-src': node.attrs.src, alt: node.attrs.alt }],
    },
    note_mark: { group: 'inline', inline: true, atom: true, attrs: { label: {} }, toDOM: (node) => ['sup', { class: 'note' }, `注${node.attrs.label}`] },
    inline_source: { group: 'inline', inline: true, atom: true, attrs: { text: {} }, toDOM: (node) => ['code', { class: 'source' }, node.attrs.text] },
    hard_break: { group: 'inline', inline: true, selectable: false, parseDOM: [{ tag: 'br' }], toDOM: () => ['br'] },
  },
  // The order is the order of nesting, the outermost first.
  marks: {
    link: { attrs: { href: {}, title: { default: '' } }, inclusive: false, toDOM: (mark) => ['a', { title: mark.attrs.href }, 0] },
    colour: {
      attrs: { style: {} },
      toDOM: (mark) => ['span', { 'data-style': mark.attrs.style, style: /^color:\s*[#\w(),.%\s]+;?$/.exec(mark.attrs.style) ? mark.attrs.style : '' }, 0],
    },
    strong: { parseDOM: [{ tag: 'strong' }, { tag: 'b' }], toDOM: () => ['strong', 0] },
    em: { parseDOM: [{ tag: 'em' }, { tag: 'i' }], toDOM: () => ['em', 0] },
    strike: { parseDOM: [{ tag: 's' }, { tag: 'del' }], toDOM: () => ['s', 0] },
    underline: { parseDOM: [{ tag: 'u' }], toDOM: () => ['u', 0] },
    sub: { parseDOM: [{ tag: 'sub' }], toDOM: () => ['sub', 0] },
    sup: { parseDOM: [{ tag: 'sup' }], toDOM: () => ['sup', 0] },
    code: { code: true, parseDOM: [{ tag: 'code' }], toDOM: () => ['code', 0] },
  },
})
