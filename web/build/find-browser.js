/** Prints the path of the Chromium that tests use; exits 1 when there is none. */
import { chromium } from '@playwright/test';
import { findBrowser } from './browser.js';

const browser = findBrowser(chromium.executablePath());
if (browser) console.log(browser);
else process.exitCode = 1;
