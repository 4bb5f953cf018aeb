/** The lines of a small curve in a box of `width` by `height`: a gap where a value is missing, the lowest at the bottom. */
export function lines(values: (number | null)[], width: number, height: number): string {
  const known = values.filter((one): one is number => one !== null)
  if (!known.length) return ''
  const low = Math.min(...known)
  const range = Math.max(...known) - low
  const x = (n: number) => (values.length < 2 ? width / 2 : (width * n) / (values.length - 1))
  const y = (value: number) => (range ? height - (height * (value - low)) / range : height / 2)
  const found: string[] = []
  values.forEach((one, n) => {
    if (one === null) return
    const begins = n === 0 || values[n - 1] === null
    const alone = begins && (n === values.length - 1 || values[n + 1] === null)
    found.push(`${begins ? 'M' : 'L'}${x(n).toFixed(1)} ${y(one).toFixed(1)}${alone ? 'h0.1' : ''}`)
  })
  return found.join('')
}
