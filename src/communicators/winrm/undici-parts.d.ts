// biome-ignore-all lint/style/noDefaultExport: the module is CommonJS, its exports are the default
declare module 'undici/lib/dispatcher/proxy-agent.js' {
  import { ProxyAgent } from 'undici';
  export default ProxyAgent;
}
