export { TriggersPage } from "./components/triggers-page";
