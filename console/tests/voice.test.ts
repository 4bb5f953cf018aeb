import { describe, expect, it } from 'vitest'
import { engine, playable } from '@/desk/voice'

const RATE = 8000

/** A second of a tone, as WeChat would keep a voice. */
async function tone(hertz: number): Promise<Blob> {
  const pcm = Int16Array.from({ length: RATE }, (_, n) => Math.round(9000 * Math.sin((2 * Math.PI * hertz * n) / RATE)))
  const codec = await engine()
  const amr = await new Promise<Uint8Array>((done, failed) => codec.encode(pcm, done, failed, 12.2))
  return new Blob([amr as Uint8Array<ArrayBuffer>], { type: 'audio/amr' })
}

function heard(samples: Int16Array): number {
  let crossings = 0
  for (let n = 1; n < samples.length; n++) if (samples[n - 1]! < 0 && samples[n]! >= 0) crossings++
  return (crossings * RATE) / samples.length
}

describe('a voice of WeChat', () => {
  it('becomes a WAV file of the same length and pitch', async () => {
    const voice = await tone(440)
    expect(voice.size).toBeLessThan(2000)
    const made = await playable(voice)
    expect(made.type).toBe('audio/wav')
    const file = new DataView(await made.arrayBuffer())
    expect(file.getUint32(24, true)).toBe(RATE)
    expect(file.getUint32(40, true)).toBe(file.byteLength - 44)
    const samples = new Int16Array(file.buffer, 44)
    expect(samples.length / RATE).toBeCloseTo(1, 1)
    expect(heard(samples.subarray(800, 7200))).toBeGreaterThan(420)
    expect(heard(samples.subarray(800, 7200))).toBeLessThan(460)
  })

  it('stays as it is where the browser plays it', async () => {
    const voice = new Blob([new Uint8Array([0x49, 0x44, 0x33, 4])], { type: 'audio/mpeg' })
    expect(await playable(voice)).toBe(voice)
  })

  it('is refused where nothing is in it, or nothing that can be read', async () => {
    await expect(playable(new Blob(['#!AMR\n']))).rejects.toThrow('no sound')
    await expect(playable(new Blob(['#!AMR\n', new Uint8Array([0xff, 0xff, 0xff])]))).rejects.toThrow()
  })
})
