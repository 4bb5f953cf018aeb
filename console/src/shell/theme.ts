import { ref } from 'vue'

const KEY = 'rongmei-theme'
const system = matchMedia('(prefers-color-scheme: dark)')

/** Whether the page is dark: as chosen, else as the system is. */
export const dark = ref(false)

function show(): void {
  const chosen = localStorage.getItem(KEY)
  dark.value = chosen ? chosen === 'dark' : system.matches
  document.documentElement.classList.toggle('dark', dark.value)
}

/** Show the theme, and follow the system where nothing was chosen. */
export function followTheme(): void {
  system.addEventListener('change', show)
  show()
}

/** The other theme, from now on. */
export function toggleTheme(): void {
  localStorage.setItem(KEY, dark.value ? 'light' : 'dark')
  show()
}
