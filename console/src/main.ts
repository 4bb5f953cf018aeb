import { createPinia } from 'pinia'
import { createApp } from 'vue'
import 'element-plus/theme-chalk/dark/css-vars.css'
import 'element-plus/es/components/message/style/css'
import 'element-plus/es/components/message-box/style/css'
import '@/styles/tokens.css'
import '@/styles/base.css'
import App from './App.vue'
import { router } from './router'
import { followTheme } from './shell/theme'

followTheme()
createApp(App).use(createPinia()).use(router).mount('#app')
