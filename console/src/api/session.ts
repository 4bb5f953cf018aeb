import { ref } from 'vue'

/** The session ended: the page stays as it is, with a sign-in over it, so that nothing typed is lost. */
export const signedOut = ref(false)
