import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { i18n } from './i18n'
import { router } from './router'
import { useSettings } from './settings'
import './ui/tokens.css'
import './ui/base.css'
import './ui/print.css'

const app = createApp(App).use(createPinia()).use(i18n)
await useSettings().speak(useSettings().kept.locale)
app.use(router).mount('#app')
