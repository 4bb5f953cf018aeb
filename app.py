"""The bundle: one Chalice app, one blueprint for each way the world calls in."""

import gc
import os

# What a cold start makes stays for good: looking for garbage in it costs a tenth of the start.
gc.disable()
# Nor does pydantic find a plugin by reading the metadata of every package.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

if {"_HANDLER", "AWS_LAMBDA_FUNCTION_NAME"} & os.environ.keys():
    # In a function: what libraries import and nobody here calls.
    from chalicelib.cloud import stand_ins

    stand_ins.install()

from chalice.app import Chalice  # noqa: E402

from chalicelib.triggers import (  # noqa: E402
    control,
    deliveries,
    distribution,
    followers,
    hotline,
    jobs,
    numbers,
    outbox,
    outgoing,
    sweep,
    topics,
    webhooks,
    wechat_callback,
)

app = Chalice(app_name="rongmei")
app.register_blueprint(wechat_callback.blueprint)
app.register_blueprint(hotline.blueprint)
app.register_blueprint(outbox.blueprint)
app.register_blueprint(deliveries.blueprint)
app.register_blueprint(outgoing.blueprint)
app.register_blueprint(distribution.blueprint)
app.register_blueprint(jobs.blueprint)
app.register_blueprint(webhooks.blueprint)
app.register_blueprint(numbers.blueprint)
app.register_blueprint(followers.blueprint)
app.register_blueprint(control.blueprint)
app.register_blueprint(topics.blueprint)
app.register_blueprint(sweep.blueprint)

gc.freeze()
gc.enable()
