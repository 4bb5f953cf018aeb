/** Voices of WeChat are AMR, which no browser plays: they are decoded here, when somebody wants to hear one. */

const AMR = '#!AMR\n'
const RATE = 8000
const HEADER = 44

interface Engine {
  decode: (amr: Uint8Array, done: (pcm: Int16Array) => void, failed: (why: string) => void) => void
  encode: (pcm: Int16Array, done: (amr: Uint8Array) => void, failed: (why: string) => void, bitRate: number) => void
}

let opened: Promise<Engine> | undefined

/** The codec, fetched once. It hangs itself onto what its own library keeps under this name of `Object`. */
export function engine(): Promise<Engine> {
  opened ??= (async () => {
    const host: { AMR?: Engine } = {}
    const place = Object as unknown as Record<string, unknown>
    place['Recorder-Core-Export'] = host
    await import('recorder-core/src/engine/beta-amr-engine.js')
    delete place['Recorder-Core-Export']
    return host.AMR!
  })().catch((error: unknown) => {
    opened = undefined // the next try fetches it again
    throw error
  })
  return opened
}

/** A voice as the browser plays it: AMR becomes WAV, anything else stays. Throws where it is no voice that can be read. */
export async function playable(voice: Blob): Promise<Blob> {
  const bytes = new Uint8Array(await voice.arrayBuffer())
  if (!startsWith(bytes, AMR)) return voice
  const codec = await engine()
  const pcm = await new Promise<Int16Array>((done, failed) => codec.decode(bytes, done, (why) => failed(new Error(why))))
  if (!pcm.length) throw new Error('no sound in it')
  return wav(pcm)
}

function startsWith(bytes: Uint8Array, words: string): boolean {
  return [...words].every((letter, n) => bytes[n] === letter.charCodeAt(0))
}

/** One channel of 16 bits at 8 kHz, as AMR has it, in a WAV file. */
function wav(pcm: Int16Array): Blob {
  const size = pcm.length * 2
  const file = new DataView(new ArrayBuffer(HEADER + size))
  const word = (at: number, letters: string) => [...letters].forEach((one, n) => file.setUint8(at + n, one.charCodeAt(0)))
  word(0, 'RIFF')
  file.setUint32(4, HEADER - 8 + size, true)
  word(8, 'WAVEfmt ')
  file.setUint32(16, 16, true)
  file.setUint16(20, 1, true)
  file.setUint16(22, 1, true)
  file.setUint32(24, RATE, true)
  file.setUint32(28, RATE * 2, true)
  file.setUint16(32, 2, true)
  file.setUint16(34, 16, true)
  word(36, 'data')
  file.setUint32(40, size, true)
  pcm.forEach((sample, n) => file.setInt16(HEADER + n * 2, sample, true))
  return new Blob([file.buffer], { type: 'audio/wav' })
}
