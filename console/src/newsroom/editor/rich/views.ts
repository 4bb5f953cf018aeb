import type { Node } from 'prosemirror-model'
import type { EditorView, NodeView, NodeViewConstructor } from 'prosemirror-view'
import { rich as words } from '@/texts/editor'

/** Addresses of pictures by the names that a text gives them; `watch` is called again when there are more. */
export interface Pictures {
  url: (name: string) => string
  watch: (changed: () => void) => () => void
  /** Whether readers would not see it. */
  missing: (name: string) => boolean
  /** Have the person choose a picture for a place that has none. */
  fill: (put: (key: string) => void) => void
}

type Where = () => number | undefined

function set(view: EditorView, where: Where, name: string, value: string): void {
  const at = where()
  if (at !== undefined) view.dispatch(view.state.tr.setNodeAttribute(at, name, value))
}

/** Brackets would end the words of a picture. */
const asAlt = (typed: string) => typed.replaceAll('[', '［').replaceAll(']', '］').replaceAll('\n', ' ')
const shownAlt = (alt: string) => alt.replace(/\\([\\[\]*_`~!<])/g, '$1')

class FigureView implements NodeView {
  readonly dom = document.createElement('figure')
  private readonly image = document.createElement('img')
  private readonly caption = document.createElement('input')
  private readonly missing = document.createElement('button')
  private readonly stop: () => void

  constructor(private node: Node, view: EditorView, where: Where, private readonly pictures: Pictures) {
    this.caption.placeholder = words.caption
    this.caption.setAttribute('aria-label', words.caption)
    this.caption.addEventListener('change', () => set(view, where, 'alt', asAlt(this.caption.value)))
    this.missing.type = 'button'
    this.missing.disabled = !view.editable
    this.missing.addEventListener('click', () => pictures.fill((key) => set(view, where, 'src', key)))
    this.dom.append(this.image, this.missing, this.caption)
    this.stop = pictures.watch(() => this.draw())
    this.draw()
    this.caption.disabled = !view.editable
  }

  private draw(): void {
    const { src, alt } = this.node.attrs
    const url = this.pictures.url(src)
    if (this.image.getAttribute('src') !== url) this.image.src = url
    this.image.alt = alt
    if (document.activeElement !== this.caption) this.caption.value = shownAlt(alt)
    const missing = this.pictures.missing(src)
    this.dom.classList.toggle('unseen', !url)
    this.missing.hidden = !missing
    this.missing.textContent = missing ? words.missing(src) : ''
  }

  update(node: Node): boolean {
    if (node.type !== this.node.type) return false
    this.node = node
    this.draw()
    return true
  }

  stopEvent = (event: Event) => event.target === this.caption || event.target === this.missing
  ignoreMutation = () => true
  destroy = () => this.stop()
}

class SourceView implements NodeView {
  readonly dom = document.createElement('div')
  private readonly area = document.createElement('textarea')

  constructor(node: Node, view: EditorView, where: Where) {
    this.dom.className = 'source-block'
    const label = document.createElement('span')
    label.textContent = words.source
    label.title = words.sourceWhy
    this.area.value = node.attrs.text
    this.area.setAttribute('aria-label', words.source)
    this.area.spellcheck = false
    this.area.readOnly = !view.editable
    this.area.addEventListener('input', () => {
      this.fit()
      set(view, where, 'text', this.area.value)
    })
    this.dom.append(label, this.area)
    this.fit()
  }

  private fit(): void {
    this.area.rows = Math.min(20, this.area.value.split('\n').reduce((sum, line) => sum + 1 + Math.floor(line.length / 60), 0))
  }

  update(node: Node): boolean {
    if (node.type.name !== 'source') return false
    if (this.area.value !== node.attrs.text) this.area.value = node.attrs.text
    return true
  }

  stopEvent = (event: Event) => this.area.contains(event.target as HTMLElement)
  ignoreMutation = () => true
}

class QuoteView implements NodeView {
  readonly dom = document.createElement('blockquote')
  readonly contentDOM = document.createElement('div')
  private readonly head = document.createElement('div')
  private readonly kind = document.createElement('b')
  private readonly title = document.createElement('input')

  constructor(private node: Node, view: EditorView, where: Where) {
    this.head.className = 'head'
    this.head.contentEditable = 'false'
    this.title.placeholder = words.boxTitle
    this.title.setAttribute('aria-label', words.boxTitle)
    this.title.disabled = !view.editable
    this.title.addEventListener('change', () => set(view, where, 'title', this.title.value.trim()))
    this.head.append(this.kind, this.title)
    this.dom.append(this.head, this.contentDOM)
    this.draw()
  }

  private draw(): void {
    const { kind, title } = this.node.attrs
    this.dom.dataset.kind = kind
    this.head.hidden = !kind
    this.kind.textContent = words.kinds[kind.toLowerCase()] ?? kind
    if (document.activeElement !== this.title) this.title.value = title
  }

  update(node: Node): boolean {
    if (node.type !== this.node.type) return false
    this.node = node
    this.draw()
    return true
  }

  stopEvent = (event: Event) => this.head.contains(event.target as HTMLElement)
  ignoreMutation = (change: { target: globalThis.Node }) => this.head.contains(change.target)
}

class ImageView implements NodeView {
  readonly dom = document.createElement('img')
  private readonly stop: () => void

  constructor(node: Node, pictures: Pictures) {
    const draw = () => { if (this.dom.getAttribute('src') !== pictures.url(node.attrs.src)) this.dom.src = pictures.url(node.attrs.src) }
    this.dom.alt = node.attrs.alt
    this.stop = pictures.watch(draw)
    draw()
  }

  destroy = () => this.stop()
}

class WordsView implements NodeView {
  readonly dom = document.createElement('input')

  constructor(node: Node, view: EditorView, where: Where) {
    this.dom.className = 'source-words'
    this.dom.value = node.attrs.text
    this.dom.title = words.source
    this.dom.setAttribute('aria-label', words.source)
    this.dom.size = Math.min(40, Math.max(2, node.attrs.text.length))
    this.dom.readOnly = !view.editable
    this.dom.addEventListener('change', () => set(view, where, 'text', this.dom.value.replaceAll('\n', ' ')))
  }

  stopEvent = () => true
  ignoreMutation = () => true
}

export function viewsOf(pictures: Pictures): Record<string, NodeViewConstructor> {
  return {
    figure: (node, view, where) => new FigureView(node, view, where, pictures),
    image: (node) => new ImageView(node, pictures),
    source: (node, view, where) => new SourceView(node, view, where),
    inline_source: (node, view, where) => new WordsView(node, view, where),
    blockquote: (node, view, where) => new QuoteView(node, view, where),
  }
}
