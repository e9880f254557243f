#!/usr/bin/env python3
"""What the bench works out, without a service: figures, ratios, refusals, and what wrk and /proc print."""
import argparse
import copy
import sys
import unittest

sys.dont_write_bytecode = True
import meters  # noqa: E402
import options  # noqa: E402
import results  # noqa: E402
import wrk  # noqa: E402
from routes import ROUTES  # noqa: E402


def rounds_of(*values):
    return [{"a": value} for value in values]


def route_of(rates, **others):
    rounds = [{"requests_per_s": rate, **others} for rate in rates]
    return {"title": "GET /mood", "writes": False, "rounds": rounds, "medians": results.medians(rounds),
            "hot_share": {}}


def version_of(name, rates):
    return {"name": name, "commit": "0" * 10, "routes": {"get": route_of(rates)}}


SETTINGS = {"accounts": 20000, "days": 75, "rounds": 7, "connections": 16, "routes": ["get"],
            "postgres": {"shared_buffers": "1GB"}}
BASELINE = {"format": results.FORMAT, "settings": SETTINGS,
            "machine": {"cores": 2, "huge_pages": True, "load_average": 0.1}}


class Figures(unittest.TestCase):
    def test_the_median_of_an_odd_number_of_rounds_is_the_middle_one(self):
        self.assertEqual(results.medians([{"a": 9}, {"a": 1}, {"a": 2}]), {"a": 2})

    def test_the_median_of_an_even_number_of_rounds_is_between_the_middle_ones(self):
        self.assertEqual(results.medians([{"a": 1}, {"a": 4}, {"a": 2}, {"a": 100}]), {"a": 3})

    def test_a_ratio_to_nothing_is_none(self):
        self.assertIsNone(results.ratio(3, 0))
        self.assertEqual(results.ratio(3, 2), 1.5)

    def test_a_figure_has_moved_when_every_round_is_beyond_every_other(self):
        rounds, lower = rounds_of(15, 11, 12, 14), rounds_of(10, 9, 8, 10)
        self.assertTrue(results.has_moved(rounds, lower, "a"))
        self.assertTrue(results.has_moved(lower, rounds, "a"))
        self.assertFalse(results.has_moved(rounds, rounds_of(10, 9, 8, 11), "a"))

    def test_a_few_rounds_do_not_show_that_a_figure_has_moved(self):
        self.assertFalse(results.has_moved(rounds_of(15, 11, 12), rounds_of(1, 2, 3, 1), "a"))

    def test_a_percent_less_is_no_move_and_a_log_that_readers_did_not_write_no_figure(self):
        route, base = (route_of([rate] * 4, statements=2, wal_bytes=1) for rate in (1005, 1000))
        self.assertEqual(results.ratios(route, base), {"requests_per_s": (1.005, False), "statements": (1, False)})
        self.assertEqual(results.ratios(dict(route, writes=True), base)["wal_bytes"], (1, False))

    def test_the_hot_share_is_that_of_all_rounds_together(self):
        rounds = [{"updates_runs": 1, "hot_runs": 0}, {"updates_runs": 9, "hot_runs": 8}]
        self.assertEqual(results.hot_share(rounds, "runs"), 0.8)

    def test_a_table_that_nothing_updated_has_no_hot_share(self):
        self.assertIsNone(results.hot_share([{"updates_runs": 0, "hot_runs": 0}], "runs"))


class Baselines(unittest.TestCase):
    def test_the_same_settings_are_accepted(self):
        results.check_settings(copy.deepcopy(SETTINGS), BASELINE)
        results.check_machine(dict(BASELINE["machine"], load_average=3), BASELINE)

    def test_rounds_and_routes_may_differ(self):
        results.check_settings(dict(SETTINGS, rounds=3, routes=["post"]), BASELINE)

    def test_other_settings_are_refused_and_named(self):
        both = "accounts is 1000, the baseline's 20000; connections is 64, the baseline's 16"
        with self.assertRaisesRegex(results.OtherSettings, both):
            results.check_settings(dict(SETTINGS, accounts=1000, connections=64), BASELINE)
        with self.assertRaisesRegex(results.OtherSettings, "shared_buffers"):
            results.check_settings(dict(SETTINGS, postgres={"shared_buffers": "256MB"}), BASELINE)

    def test_another_machine_is_refused(self):
        with self.assertRaisesRegex(results.OtherSettings, "huge_pages is false, the baseline's true"):
            results.check_machine(dict(BASELINE["machine"], huge_pages=False), BASELINE)

    def test_another_format_is_refused(self):
        with self.assertRaisesRegex(results.OtherSettings, "format 0"):
            results.check_settings(SETTINGS, dict(BASELINE, format=0))

    def test_a_comparison_marks_only_what_has_moved(self):
        faster = results.comparison(version_of("this", [300, 310] * 2), version_of("base", [200, 210] * 2))
        self.assertIn("| GET /mood | 1.49 * |", faster)
        noisy = results.comparison(version_of("this", [150, 310] * 2), version_of("base", [200, 210] * 2))
        self.assertIn("| GET /mood | 1.12 |", noisy)
        self.assertNotIn("Fewer than", noisy)
        self.assertIn("Fewer than 4 rounds", results.comparison(version_of("this", [1]), version_of("base", [2])))

    def test_a_route_that_only_one_has_is_told(self):
        base = version_of("base", [1])
        base["routes"]["post"] = route_of([1])
        self.assertIn("Only in one of the two: post", results.comparison(version_of("this", [1]), base))


class Options(unittest.TestCase):
    def test_what_is_different_beside_is_read(self):
        self.assertEqual(options.difference("accounts=1000"), ("accounts", 1000))
        self.assertEqual(options.difference("same_length=true"), ("same_length", True))
        self.assertEqual(options.difference(f"checkout={options.REPOSITORY}"), ("checkout", options.REPOSITORY))

    def test_what_cannot_be_different_beside_is_refused(self):
        for text in ("accounts=0", "accounts=many", "seconds=3", "checkout=/nowhere", "same_length=false", "accounts"):
            with self.assertRaises(argparse.ArgumentTypeError, msg=text):
                options.difference(text)

    def test_a_route_that_is_not_there_is_refused(self):
        self.assertEqual(options.routes("post,get"), ["post", "get"])
        with self.assertRaisesRegex(argparse.ArgumentTypeError, "no route put"):
            options.routes("get,put")


class Programs(unittest.TestCase):
    def test_what_wrk_printed_is_read(self):
        text = "Running 1s test\n  1 threads\nRESULT 3000 1500000 5250 24000 0 0 0\n"
        self.assertEqual(wrk.parse(text), wrk.Answers(3000, 1.5, 5.25, 24.0))

    def test_an_answer_of_400_a_broken_connection_a_late_answer_and_no_answer_end_the_run(self):
        for figures in ("9 1 1 1 1 0 0", "9 1 1 1 0 1 0", "9 1 1 1 0 0 1", "0 1 1 1 0 0 0", "9"):
            with self.assertRaises(wrk.Refused, msg=figures):
                wrk.parse(f"RESULT {figures}\n")

    def test_a_request_is_five_words_for_the_script(self):
        words = wrk.arguments(ROUTES["mix"], wrk.Load(16, 1, 20, pause_ms=5), 7)
        self.assertEqual(words, ["1", "20", "7", "5", "90", "GET", "/mood", "none", "",
                                 "10", "POST", "/mood", "none", '{"mood":$mood}'])
        self.assertIn("key", wrk.arguments(ROUTES["post-key"], wrk.Load(16, 1, 20), 7))

    def test_the_shares_of_every_route_are_a_hundred_percent(self):
        for route in ROUTES.values():
            self.assertEqual(sum(request.share for request in route.requests), 100, route.name)

    def test_a_process_may_have_a_bracket_and_spaces_in_its_name(self):
        line = "42 (a) b (c) S 7 " + "0 " * 9 + "300 100 0 0"
        process, parent, name, seconds = meters.read_stat(line)
        self.assertEqual((process, parent, name), (42, 7, "a) b (c"))
        self.assertGreater(seconds, 0)

    def test_only_what_descends_from_a_root_counts(self):
        parents = {5: 4, 4: 3, 3: 1, 9: 1}
        self.assertTrue(meters.descends(5, parents, {3}))
        self.assertTrue(meters.descends(3, parents, {3}))
        self.assertFalse(meters.descends(9, parents, {3}))


if __name__ == "__main__":
    unittest.main()
