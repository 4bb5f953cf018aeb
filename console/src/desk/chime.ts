/** A short sound, made here: two tones, or one for the queue. Browsers stay silent until somebody has touched the page. */
let context: AudioContext | undefined

export function chime(kind: 'words' | 'queue'): void {
  try {
    context ??= new AudioContext()
    void context.resume()
    const tones = kind === 'words' ? [880, 1175] : [660]
    tones.forEach((pitch, n) => {
      const tone = context!.createOscillator()
      const volume = context!.createGain()
      const at = context!.currentTime + n * 0.14
      tone.frequency.value = pitch
      volume.gain.setValueAtTime(0.0001, at)
      volume.gain.exponentialRampToValueAtTime(0.14, at + 0.02)
      volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.25)
      tone.connect(volume).connect(context!.destination)
      tone.start(at)
      tone.stop(at + 0.26)
    })
  } catch {
    // No sound here: the title says it as well.
  }
}
