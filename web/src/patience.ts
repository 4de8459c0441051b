import { configure } from "@testing-library/dom";

/** Milliseconds that a test waits for something to be there, on a machine that may have a lot to do. */
configure({ asyncUtilTimeout: 20_000 });
