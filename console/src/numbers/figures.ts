import { numbers as words } from '@/texts/numbers'

const whole = new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 0 })
const signed = new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 0, signDisplay: 'exceptZero' })
const share = new Intl.NumberFormat('zh-CN', { style: 'percent', maximumFractionDigits: 1, signDisplay: 'exceptZero' })

/** A number as people read it; — where nobody told it. */
export function told(value: number | null | undefined): string {
  return value === null || value === undefined ? words.untold : whole.format(value)
}

/** A difference with its sign. */
export function change(value: number | null | undefined): string {
  return value === null || value === undefined ? words.untold : signed.format(value)
}

/** The sum of what is known; null where nothing is. */
export function sum(values: (number | null | undefined)[]): number | null {
  const known = values.filter((one): one is number => one !== null && one !== undefined)
  return known.length ? known.reduce((a, b) => a + b, 0) : null
}

/** How much more than before, as a share; null where there is nothing to compare with. */
export function growth(now: number | null, then: number | null): number | null {
  return now === null || then === null || then <= 0 ? null : now / then - 1
}

/** Such a share as people read it. */
export function percent(value: number | null): string {
  return value === null ? words.untold : share.format(value)
}
