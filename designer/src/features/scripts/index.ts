export { ScriptPage } from "./components/script-page";
export { ScriptsPage } from "./components/scripts-page";
