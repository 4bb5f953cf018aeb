"""The bundle: one Chalice app, one blueprint for each way the world calls in."""

from chalice.app import Chalice

from chalicelib.triggers import deliveries, outbox, sweep, wechat_callback

app = Chalice(app_name="rongmei")
app.register_blueprint(wechat_callback.blueprint)
app.register_blueprint(outbox.blueprint)
app.register_blueprint(deliveries.blueprint)
app.register_blueprint(sweep.blueprint)
