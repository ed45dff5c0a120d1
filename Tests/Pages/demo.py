"""The demo under test, and the browser that looks at it."""

import base64
import os
import pathlib
import random
import shutil
import signal
import subprocess
import tempfile

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHOTS = ROOT / ".build" / "pages"


class Demo:
    """The built program, in a folder of its own and with a Postgres of its own."""

    def __init__(self, executable):
        self.folder = tempfile.mkdtemp(prefix="strata-pages-")
        self.port = random.randint(20_000, 32_000)
        environment = dict(
            os.environ,
            PORT=str(self.port),
            HOST="127.0.0.1",
            LOG_LEVEL="warning",
            STRATA_MIGRATIONS=str(ROOT / "migrations"),
        )
        for name in ("DATABASE_URL", "PGHOST"):
            environment.pop(name, None)
        self.process = subprocess.Popen(
            [os.path.abspath(executable)], cwd=self.folder, env=environment, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True)
        self.said = []
        for line in self.process.stderr:
            self.said.append(line)
            if line.startswith("Listening on "):
                return
        self.stop()
        raise RuntimeError("the demo did not start:\n" + "".join(self.said))

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def stop(self):
        """Interrupts it, as Ctrl-C does, and removes its folder."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
        shutil.rmtree(self.folder, ignore_errors=True)


class Browser(webdriver.Chrome):
    """A headless Chromium."""

    def __init__(self):
        options = Options()
        options.binary_location = shutil.which("chromium") or shutil.which("chromium-browser") or ""
        for argument in ("--headless=new", "--disable-gpu", "--hide-scrollbars",
                         "--disable-dev-shm-usage", "--no-first-run"):
            options.add_argument(argument)
        if os.geteuid() == 0:
            options.add_argument("--no-sandbox")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        super().__init__(options=options, service=Service(shutil.which("chromedriver")))

    def look(self, width=1440, height=1000, scheme="light"):
        """Sets the size of the window and the colour scheme."""
        self.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})
        self.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "features": [{"name": "prefers-color-scheme", "value": scheme},
                         # What scrolls smoothly cannot be clicked meanwhile.
                         {"name": "prefers-reduced-motion", "value": "reduce"}]})

    def shoot(self, name):
        """Keeps a picture of the whole page."""
        self.execute_script("scrollTo(0, 0)")
        size = self.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}
        answer = self.execute_cdp_cmd(
            "Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip})
        SHOTS.mkdir(parents=True, exist_ok=True)
        (SHOTS / f"{name}.png").write_bytes(base64.b64decode(answer["data"]))

    def complaints(self):
        """What the console has said since it was asked last, other than of answers that tests provoke."""
        return [entry["message"] for entry in self.get_log("browser")
                if entry["level"] in ("SEVERE", "WARNING")]
