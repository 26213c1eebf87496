// Only for the linker, which wants to know every import; nothing of this runs.
// The Asyncify pass turns the first four into calls inside the module, the host
// gives the others when it instantiates it.
mergeInto(LibraryManager.library, {
  start_unwind: function () {},
  stop_unwind: function () {},
  start_rewind: function () {},
  stop_rewind: function () {},
  host_now: function () {},
  host_write: function () {},
  host_drain: function () {},
  host_fatal: function () {},
  host_send: function () {},
  host_call: function () {},
  host_release: function () {},
});
