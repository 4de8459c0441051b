import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "@fontsource-variable/mona-sans/wdth.css";
import "@/app/styles/tokens.css";
import { Gate } from "./Gate";
import { Look } from "./look/Look";

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <Look>
      <Gate />
    </Look>
  </StrictMode>,
);
