// What a person would call broken on a page of this width, as sentences; an empty list where nothing is.
() => {
  const faults = []
  const style = (element) => getComputedStyle(element)
  const wide = innerWidth
  const chain = (element) => { const all = []; for (let one = element; one && one !== document.documentElement; one = one.parentElement) all.push(one); return all }
  const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })
  const scrolls = (element) => /auto|scroll/.test(style(element).overflowX) && element !== document.querySelector('main')
  const name = (element) => {
    const words = (element.getAttribute('aria-label') || element.innerText || element.placeholder || '').trim().replace(/\s+/g, ' ').slice(0, 24)
    return `${element.tagName.toLowerCase()}${element.className && element.className.trim ? '.' + element.className.trim().split(/\s+/).slice(0, 3).join('.') : ''}「${words}」`
  }

  // The page itself never scrolls sideways; a table or a calendar may, inside itself.
  for (const one of [document.documentElement, document.querySelector('main')]) {
    if (one.scrollWidth > one.clientWidth + 1) faults.push(`${name(one).slice(0, 30)} is ${one.scrollWidth} px wide in ${one.clientWidth}`)
  }

  // Words that end at an edge without saying that they go on.
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const range = document.createRange()
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement
    if (!node.data.trim() || !shown(parent) || parent.closest('script, style, svg, .cm-editor')) continue
    range.selectNodeContents(node)
    const box = range.getBoundingClientRect()
    if (box.width < 2 || box.height < 2) continue
    const above = chain(parent)
    if (above.some((one) => style(one).textOverflow === 'ellipsis' || one.title || style(one).webkitLineClamp !== 'none')) continue
    // Words for screen readers alone.
    if (above.some((one) => one.clientWidth <= 1 && one.clientHeight <= 1 && style(one).overflow !== 'visible')) continue
    for (const one of above) {
      if (scrolls(one)) break
      if (!/hidden|clip/.test(style(one).overflowX)) continue
      const edge = one.getBoundingClientRect()
      if (box.right > edge.right + 1.5 || box.left < edge.left - 1.5) { faults.push(`cut: ${name(parent)}`); break }
      if (!/auto|scroll/.test(style(one).overflowY) && (box.bottom > edge.bottom + box.height / 2)) { faults.push(`cut below: ${name(parent)}`); break }
    }
  }

  // What one acts with: inside the page, and nothing else on top of it.
  const ACTS = 'a[href], button, input:not([type=hidden]), select, textarea, [role=button], [role=tab], [role=menuitem], [role=switch], [tabindex="0"]'
  const before = document.activeElement
  for (const one of document.querySelectorAll(ACTS)) {
    if (!shown(one) || one.closest('[aria-hidden=true]')) continue
    let box = one.getBoundingClientRect()
    if (box.width < 2 || box.height < 2) continue
    if ((box.right > wide + 1 || box.left < -1) && !chain(one).some(scrolls)) {
      one.focus({ preventScroll: true })
      box = one.getBoundingClientRect()
      if (box.right > wide + 1 || box.left < -1) faults.push(`outside: ${name(one)} at ${Math.round(box.left)}–${Math.round(box.right)} of ${wide}`)
      one.blur()
      if (before !== document.body) before.focus({ preventScroll: true })
      continue
    }
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2]
    if (x < 0 || y < 0 || x >= wide || y >= innerHeight) continue
    // A head or a column that stays covers what is scrolled below it.
    const hit = document.elementFromPoint(x, y)
    const other = hit && hit.closest(ACTS)
    if (!other || other === one || other.contains(one) || one.contains(other)) continue
    if (chain(hit).some((part) => /sticky|fixed/.test(style(part).position))) continue
    const label = one.closest('label') || (one.id && document.querySelector(`label[for="${CSS.escape(one.id)}"]`))
    if (label && label.contains(hit)) continue
    faults.push(`covered: ${name(one)} by ${name(other)}`)
  }
  return [...new Set(faults)]
}
