export { EnginePage } from "./components/engine-page";
export { EnginesPage } from "./components/engines-page";
