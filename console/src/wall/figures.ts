/** `12,345`, from 100,000 on `12.3万`, from 100 millions on `1.23亿`. */
export function big(n: number): string {
  const far = Math.abs(n)
  if (far >= 100_000_000) return `${(n / 100_000_000).toFixed(2)}亿`
  if (far >= 100_000) return `${(n / 10_000).toFixed(1)}万`
  return n.toLocaleString('zh-CN')
}

/** With its sign: `+12`, `−3`, `0`. */
export function net(n: number): string {
  if (!n) return '0'
  return n > 0 ? `+${big(n)}` : `−${big(-n)}`
}

/** Whole percents that add up to 100, or nothing where there is nothing to share. */
export function shares(numbers: number[]): number[] {
  const whole = numbers.reduce((sum, one) => sum + one, 0)
  if (!whole) return numbers.map(() => 0)
  const exact = numbers.map((one) => (100 * one) / whole)
  const found = exact.map(Math.floor)
  const missing = 100 - found.reduce((sum, one) => sum + one, 0)
  const byRest = exact.map((one, n) => ({ n, rest: one - Math.floor(one) })).sort((a, b) => b.rest - a.rest)
  for (const { n } of byRest.slice(0, missing)) found[n]! += 1
  return found
}

/** Points of a curve in a box, `x,y` each; days without a figure part it. */
export function curve(values: (number | null)[], width: number, height: number): string[] {
  const known = values.filter((one): one is number => one !== null)
  if (!known.length) return []
  const low = Math.min(...known)
  const span = Math.max(...known) - low || 1
  const parts: string[][] = [[]]
  values.forEach((one, n) => {
    if (one === null) {
      if (parts.at(-1)!.length) parts.push([])
      return
    }
    const x = values.length > 1 ? (n * width) / (values.length - 1) : width / 2
    parts.at(-1)!.push(`${x.toFixed(1)},${(height - ((one - low) / span) * height).toFixed(1)}`)
  })
  return parts.filter((one) => one.length).map((one) => one.join(' '))
}
