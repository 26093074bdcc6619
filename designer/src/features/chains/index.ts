export { ChainsPage } from "./components/chains-page";
