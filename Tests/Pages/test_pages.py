"""Drives the demo's pages in a browser: what they do, who can use them, and how they look.

Usage: test_pages.py EXECUTABLE [unittest arguments]
"""

import importlib.util
import json
import pathlib
import sys
import unittest
import urllib.request

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

from demo import Browser, Demo

LOOKS = [("light", 1440), ("dark", 1440), ("light", 768), ("light", 360), ("dark", 360)]


class PageTestCase(unittest.TestCase):
    demo: Demo
    browser: Browser

    def setUp(self):
        self.browser.look()
        self.browser.complaints()

    def tearDown(self):
        self.assertEqual(self.browser.complaints(), [], "the console is to stay quiet")

    def open(self, path):
        self.browser.get(self.demo.url + path)

    def wait(self, condition, what, seconds=30):
        return WebDriverWait(self.browser, seconds, 0.05).until(lambda _: condition(), what)

    def find(self, selector):
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def status(self, name="run-status"):
        return self.find(f"#{name}").text

    def has_ended(self):
        return not self.find("#run-button").get_attribute("aria-disabled")

    def open_explorer(self):
        """Opens the page and waits for the run that it begins with."""
        self.open("/")
        self.wait(lambda: "round trip" in self.status(), "the page runs its first operation")
        self.wait(self.has_ended, "the run ends")

    def choose(self, operation):
        self.find(f'[name="operation"][value="{operation}"]').click()

    def run_chosen(self):
        self.find("#run-button").click()
        self.wait(self.has_ended, "the run ends")

    def assert_fits(self):
        width, window = self.browser.execute_script(
            "return [document.documentElement.scrollWidth, innerWidth]")
        self.assertLessEqual(width, window, "nothing is wider than the window")


class ExplorerTests(PageTestCase):
    def test_every_operation_runs_in_all_its_ways(self):
        self.open_explorer()
        operations = [radio.get_attribute("value") for radio in self.all('[name="operation"]')]
        self.assertGreaterEqual(len(operations), 5)
        for operation in operations:
            with self.subTest(operation):
                self.choose(operation)
                self.run_chosen()
                self.assertNotIn("bad", self.find("#run-status").get_attribute("class"), self.status())
                cards = self.all(".card")
                self.assertGreaterEqual(len(cards), 3)
                for card in cards:
                    self.check_card(card)

    def check_card(self, card):
        self.assertRegex(card.find_element(By.CSS_SELECTOR, ".outcome").text, r"^2\d\d ")
        self.assertIn("func ", card.find_element(By.CSS_SELECTOR, ".code").text)
        self.assertRegex(card.find_element(By.CSS_SELECTOR, ".place").text, r"^Sources/.*\.swift:\d+$")
        bar = card.find_element(By.CSS_SELECTOR, ".bar").get_attribute("aria-label")
        self.assertRegex(bar, "queue .*, wire .*, decode .*, encode .*, other ")
        self.assertGreater(len(card.find_elements(By.CSS_SELECTOR, ".statement")), 0)
        facts = card.find_element(By.CSS_SELECTOR, ".cost").text
        for name in ("Statements", "Round trips", "Rows", "Bytes"):
            self.assertIn(name, facts)

    def test_one_tier_runs_alone(self):
        self.open_explorer()
        self.choose("get")
        self.find('[name="variant"][value="query"]').click()
        self.run_chosen()
        self.assertEqual(len(self.all(".card .outcome")), 1)
        self.assertEqual(len(self.all('.card[data-variant="query"] .outcome')), 1)

    def test_wrong_input_is_said_beside_the_field(self):
        self.open_explorer()
        self.browser.execute_script("document.getElementById('run-form').noValidate = true")
        field = self.find("#field-limit")
        field.clear()
        field.send_keys("1000")
        self.run_chosen()
        self.assertEqual(self.find("#field-limit").get_attribute("aria-invalid"), "true")
        self.assertIn("from 1 to 100", self.find("#wrong-limit").text)
        self.assertEqual(self.browser.switch_to.active_element.get_attribute("id"), "field-limit")
        complaints = self.browser.complaints()
        self.assertTrue(all("422" in line for line in complaints), complaints)

    def test_a_burst_is_plotted_as_it_comes_in(self):
        self.open_explorer()
        Select(self.find("#burst-seconds")).select_by_visible_text("1")
        self.find("#burst-button").click()
        self.wait(lambda: self.all("#throughput polyline"), "the first samples are drawn")
        self.assertIn("running", self.status("burst-status"))
        self.wait(lambda: self.status("burst-status").startswith("Done."), "the burst ends")
        rows = self.all("#burst-table tbody tr")
        self.assertEqual(len(rows), 3)
        for row in rows:
            cells = [cell.text for cell in row.find_elements(By.CSS_SELECTOR, "td")]
            self.assertGreater(int(cells[0].replace(",", "")), 0)
            self.assertEqual(cells[-1], "0", "no request fails")
        self.assertIn("requests per second", self.find("#throughput svg").get_attribute("aria-label"))
        self.assertEqual(len(self.all("#latency circle")), 9)
        for cell in self.all('[data-live="performance"]'):
            self.assertIn("/s", cell.text)

    def test_a_burst_can_be_stopped(self):
        self.open_explorer()
        Select(self.find("#burst-seconds")).select_by_visible_text("5")
        self.find("#burst-button").click()
        self.wait(lambda: self.all("#throughput polyline"), "the first samples are drawn")
        self.find("#burst-button").click()
        self.wait(lambda: "stopped" in self.status("burst-status"), "the burst stops")
        Select(self.find("#burst-seconds")).select_by_visible_text("1")
        # The server notices with the next slice.
        self.wait(self.burst_again, "another burst can begin")
        self.browser.complaints()

    def burst_again(self):
        if self.status("burst-status").startswith("Done."):
            return True
        if self.find("#burst-button").text != "Stop":
            self.find("#burst-button").click()
        return False

    def test_the_pool_is_watched(self):
        self.open_explorer()
        self.wait(lambda: "Open" in self.find("#pool-facts").text, "the pool's state is shown")
        self.assertIn("connections", self.find("#pool-meter").get_attribute("aria-label"))
        self.assertIn("busy", self.find("#pool-pill").text)

    def test_everything_can_be_done_with_the_keyboard(self):
        self.open_explorer()
        body = self.find("body")
        body.send_keys(Keys.TAB)
        self.assertEqual(self.browser.switch_to.active_element.text, "Skip to the content")
        for _ in range(10):
            self.browser.switch_to.active_element.send_keys(Keys.TAB)
            if self.browser.switch_to.active_element.get_attribute("name") == "operation":
                break
        self.browser.switch_to.active_element.send_keys(Keys.ARROW_RIGHT)
        self.wait(lambda: self.all("#field-id"), "the arrow key chooses the next operation")
        self.browser.switch_to.active_element.send_keys(Keys.ENTER)
        self.wait(lambda: len(self.all(".card .outcome")) == 3, "the Enter key runs it")
        self.wait(self.has_ended, "the run ends")
        hidden = self.browser.execute_script(FOCUS_CHECK)
        self.assertEqual(hidden, [], "focus is seen")


class DocsTests(PageTestCase):
    def description(self):
        with urllib.request.urlopen(self.demo.url + "/openapi.json") as answer:
            return json.load(answer)

    def open_docs(self, fragment=""):
        self.open("/docs" + fragment)
        self.wait(lambda: self.all("details.operation"), "the operations are shown")

    def test_every_operation_is_listed_and_opens(self):
        self.open_docs()
        expected = {operation["operationId"] for path in self.description()["paths"].values()
                    for operation in path.values()}
        shown = {item.get_attribute("id") for item in self.all("details.operation")}
        self.assertEqual(shown, expected)
        self.browser.execute_script(
            "for (const item of document.querySelectorAll('details.operation')) item.open = true")
        self.wait(lambda: len(self.all("details.operation .try form")) == len(expected),
                  "every operation can be tried")
        self.assert_fits()

    def test_an_operation_is_tried(self):
        self.open_docs("#rawGetUser")
        item = self.find("#rawGetUser")
        self.wait(lambda: item.get_attribute("open") is not None, "the link opens it")
        self.wait(lambda: item.find_elements(By.CSS_SELECTOR, "button.primary"), "it has a form")
        item.find_element(By.CSS_SELECTOR, "button.primary").click()
        self.wait(lambda: "200" in item.find_element(By.CSS_SELECTOR, ".status").text,
                  "the answer is shown")
        self.assertIn("@example.org", item.find_element(By.CSS_SELECTOR, ".try-answer").text)

    def test_a_user_is_created_with_the_example(self):
        self.open_docs("#ormCreateUser")
        item = self.find("#ormCreateUser")
        self.wait(lambda: item.find_elements(By.CSS_SELECTOR, "textarea"), "it has a body")
        # The example is the address of one person only.
        self.browser.execute_script(
            "arguments[0].value = arguments[0].value.replace('ada@', `ada.${Date.now()}@`)",
            item.find_element(By.CSS_SELECTOR, "textarea"))
        item.find_element(By.CSS_SELECTOR, "button.primary").click()
        self.wait(lambda: "201" in item.find_element(By.CSS_SELECTOR, ".status").text,
                  "the example is valid")

    def test_the_list_is_filtered(self):
        self.open_docs()
        self.find("#filter").send_keys("delete /orm/users")
        shown = [item.text for item in self.all("#contents li") if item.is_displayed()]
        self.assertTrue(shown)
        self.assertTrue(all("/orm/users" in text for text in shown), shown)


class AccessTests(PageTestCase):
    """Who can use the pages: checked by axe and by the browser's own tree."""

    def states(self):
        """The pages as people meet them."""
        self.open_explorer()
        yield "explore"
        self.choose("update")
        self.run_chosen()
        for details in self.all(".answer details summary"):
            self.browser.execute_script("arguments[0].click()", details)
        Select(self.find("#burst-seconds")).select_by_visible_text("1")
        self.find("#burst-button").click()
        self.wait(lambda: self.status("burst-status").startswith("Done."), "the burst ends")
        yield "explore-update"
        self.open("/docs#rawUpdateUser")
        self.wait(lambda: self.all("#rawUpdateUser .try form"), "the operation is open")
        self.find("#rawUpdateUser button.primary").click()
        self.wait(lambda: "200" in self.find("#rawUpdateUser .try .status").text, "it is tried")
        yield "docs"

    def test_looks(self):
        for scheme, width in LOOKS:
            self.browser.look(width, 1000, scheme)
            for state in self.states():
                with self.subTest(f"{state}, {scheme}, {width}"):
                    self.browser.shoot(f"{state}-{scheme}-{width}")
                    self.assert_fits()
                    self.assertEqual(self.violations(), [])

    def violations(self):
        """What axe finds, contrast included."""
        self.browser.execute_script(axe())
        found = self.browser.execute_async_script(
            "const done = arguments[0]; axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', "
            "'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}).then((all) => done(all.violations))")
        return [f"{one['id']}: {one['help']}: {node['target']}" for one in found
                for node in one["nodes"][:3]]

    def test_every_control_has_a_name(self):
        for path in ("/", "/docs#rawUpdateUser"):
            self.open(path)
            self.wait(lambda: self.all(".card .outcome") or self.all(".try form"), "the page is up")
            tree = self.browser.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
            roles = {"button", "textbox", "radio", "combobox", "link", "spinbutton", "image", "table"}
            nameless = [node for node in tree if not node["ignored"]
                        and node["role"]["value"] in roles and not node["name"]["value"]]
            self.assertEqual(nameless, [])

    def test_nothing_comes_from_elsewhere(self):
        for path in ("/", "/docs"):
            self.open(path)
            self.wait(lambda: self.all(".card .outcome") or self.all(".operation"), "the page is up")
            names = self.browser.execute_script(
                "return performance.getEntriesByType('resource').map((entry) => entry.name)")
            self.assertGreater(len(names), 3)
            self.assertTrue(all(name.startswith(self.demo.url) for name in names), names)


# Focuses every control and compares its outline with none.
FOCUS_CHECK = """
return [...document.querySelectorAll('a, button, select, input:not([type=radio]), pre[tabindex]')]
  .filter((element) => element.checkVisibility()).filter((element) => {
    element.focus({ focusVisible: true });
    return getComputedStyle(element).outlineStyle === 'none';
  }).map((element) => element.outerHTML.slice(0, 80));
"""


def axe():
    """The text of axe-core, which the package of a driver that is not used here has in it."""
    package = importlib.util.find_spec("axe_playwright_python").submodule_search_locations[0]
    return (pathlib.Path(package) / "axe.min.js").read_text()


def main():
    demo = Demo(sys.argv.pop(1))
    try:
        browser = Browser()
        try:
            PageTestCase.demo, PageTestCase.browser = demo, browser
            program = unittest.main(module=sys.modules[__name__], exit=False, argv=sys.argv)
            return 0 if program.result.wasSuccessful() else 1
        finally:
            browser.quit()
    finally:
        demo.stop()


if __name__ == "__main__":
    sys.exit(main())
