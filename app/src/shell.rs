//! The HTML document around every page.

use crate::assets::AssetNames;
use crate::routes::App;
use leptos::prelude::*;
use leptos_meta::MetaTags;

/// Renders the document: the theme before the first paint, the style sheet, the page, the script.
#[component]
pub fn Shell() -> impl IntoView {
    let assets = use_context::<AssetNames>();
    let nonce = leptos::nonce::use_nonce();
    view! {
        <!DOCTYPE html>
        <html lang="en-GB">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <script nonce=nonce.clone()>{THEME_SCRIPT}</script>
                {assets.map(|assets| view! { <Start assets nonce /> })}
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// Renders the whole document, for the server's renderer.
pub fn shell() -> impl IntoView {
    view! { <Shell /> }
}

/// Sets the chosen theme before anything is painted, so that dark never flashes light.
const THEME_SCRIPT: &str = "try{const t=localStorage.getItem('theme');\
if(t==='light'||t==='dark')document.documentElement.dataset.theme=t}catch{}";

/// Keeps what a person does before our script has taken over, so that none of it is lost: clicks on
/// buttons, forms and keys in menus that only the script can answer, and what was typed, which
/// hydration would overwrite. What works without a script (links, popovers, forms with an action) is
/// left alone, until the script has the page but not yet what was typed: then forms wait, too.
const REPLAY_SCRIPT: &str = "const early=[],typed=new Map();let taken=false;\
const later=(e,again)=>{e.preventDefault();e.stopImmediatePropagation();early.push(again)};\
const click=e=>{const b=e.target.closest?.('button[type=button]:not([popovertarget])');\
if(b)later(e,()=>b.isConnected&&b.click())};\
const submit=e=>{const f=e.target;if(taken||!f.hasAttribute('action'))\
later(e,()=>f.isConnected&&f.requestSubmit(e.submitter))};\
const input=e=>typed.set(e.target,[e.target.value,e.target.checked]);\
const keydown=e=>{const{key}=e;if(e.target.closest?.('[role=menu]')&&/^(Arrow|Home$|End$)/.test(key))\
later(e,()=>document.activeElement.dispatchEvent(\
new KeyboardEvent('keydown',{key,bubbles:true,cancelable:true})))};\
const kept={click,submit,input,keydown};\
for(const k in kept)addEventListener(k,kept[k],true);\
function replay(){for(const k in kept)removeEventListener(k,kept[k],true);\
for(const[t,[value,checked]]of typed)if(t.isConnected){Object.assign(t,{value,checked});\
for(const k of['input','change'])t.dispatchEvent(new Event(k,{bubbles:true}))}\
for(const again of early)again()}\
function take(hydrate){taken=true;try{hydrate()}finally{setTimeout(replay)}}";

#[component]
fn Start(assets: AssetNames, nonce: Option<leptos::nonce::Nonce>) -> impl IntoView {
    let script = format!(
        "import init,{{hydrate}} from '{}';init({{module_or_path:'{}'}})\
         .then(()=>take(hydrate))",
        assets.js, assets.wasm
    );
    view! {
        <link rel="stylesheet" href=assets.css />
        <link rel="modulepreload" href=assets.js />
        <link rel="preload" href=assets.wasm r#as="fetch" r#type="application/wasm" crossorigin="" />
        <script nonce=nonce.clone()>{REPLAY_SCRIPT}</script>
        <script type="module" nonce=nonce>{script}</script>
    }
}
