"""The page on actions: its commands and its code run as they stand there."""


def test_the_commands_and_the_code(follow, folder, capsys):
    assert len(follow("actions.md")) == 8
    assert "Count(pledged=1, done=6, verified=0)" in capsys.readouterr().out
    assert {"card.png", "wide.png", "pledge.png"} <= {one.name for one in folder.iterdir()}
