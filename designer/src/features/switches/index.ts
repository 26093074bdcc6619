export { SwitchesPage } from "./components/switches-page";
