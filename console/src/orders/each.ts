/** How many calls run at a time. */
const AT_ONCE = 4

/** Do something with each, some at a time; `told` hears how many are through. Returns those that were refused, with why. */
export async function withEach<T>(all: readonly T[], doing: (one: T) => Promise<unknown>, told: (through: number) => void = () => {}): Promise<{ one: T; why: string }[]> {
  const refused: { one: T; why: string }[] = []
  let next = 0
  let through = 0
  async function work(): Promise<void> {
    while (next < all.length) {
      const one = all[next++]!
      try {
        await doing(one)
      } catch (error) {
        refused.push({ one, why: (error as Error).message })
      }
      told(++through)
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, all.length) }, work))
  return refused
}
