"""A MongoBackend that answers only when what it answers is in the file.

H2 writes in the background, so that SIGKILL takes up to a second of acknowledged writes with it, and still some 20 ms
of them at its shortest delay. Here every message is followed by a commit if anything is unsaved; commits of parallel
messages join. The cost is 0.2 to 0.4 ms a write, the loss is nothing (SIGKILL; the disk is not synced, so a power cut
may still take the last moments).

The wrapper is composed of method handles, inside the JVM: a JPype proxy would take the GIL twice for every message.
"""

from typing import Any

import jpype
from jpype import JClass


def durable(backend: "jpype.JObject") -> "jpype.JObject":
    """`backend` (an H2Backend) behind a proxy of its interface."""
    interface = JClass("de.bwaldvogel.mongo.MongoBackend").class_
    handler = JClass("java.lang.invoke.MethodHandleProxies").asInterfaceInstance(
        JClass("java.lang.reflect.InvocationHandler").class_, _committing(_dispatch(interface, backend), backend)
    )
    return JClass("java.lang.reflect.Proxy").newProxyInstance(interface.getClassLoader(), _classes(interface), handler)


def _dispatch(interface, backend):
    """(proxy, method, arguments) → what `backend` answers, compared method by method, messages first."""
    handles = JClass("java.lang.invoke.MethodHandles")
    types = JClass("java.lang.invoke.MethodType")
    anything, arguments = JClass("java.lang.Object").class_, JClass("java.lang.Object[]").class_
    method_class, truth = JClass("java.lang.reflect.Method").class_, JClass("java.lang.Boolean").TYPE
    lookup = handles.publicLookup()
    equals = lookup.findVirtual(anything, "equals", types.methodType(truth, anything))
    chain = None
    for method in sorted(interface.getMethods(), key=lambda method: str(method.getName()) == "handleMessage"):
        bound = lookup.unreflect(method).bindTo(backend)
        call = bound.asType(bound.type().generic()).asSpreader(arguments, method.getParameterCount())
        call = handles.dropArguments(
            call.asType(types.methodType(anything, arguments)), 0, _classes(anything, method_class)
        )
        if chain is None:
            chain = call
            continue
        wanted = equals.bindTo(method).asType(types.methodType(truth, method_class))
        chain = handles.guardWithTest(handles.dropArguments(wanted, 0, _classes(anything)), call, chain)
    return chain


def _committing(answer, backend):
    """`answer`, its result held back until the store has nothing unsaved."""
    handles = JClass("java.lang.invoke.MethodHandles")
    types = JClass("java.lang.invoke.MethodType")
    nothing, truth = types.methodType(JClass("java.lang.Void").TYPE), types.methodType(JClass("java.lang.Boolean").TYPE)
    store, lookup = backend.getMvStore(), handles.publicLookup()
    unsaved = lookup.findVirtual(store.getClass(), "hasUnsavedChanges", truth).bindTo(store)
    number = types.methodType(JClass("java.lang.Long").TYPE)
    commit = lookup.findVirtual(store.getClass(), "commit", number).bindTo(store).asType(nothing)
    settle = handles.guardWithTest(unsaved, commit, handles.empty(nothing))
    return handles.filterReturnValue(
        answer, handles.foldArguments(handles.identity(JClass("java.lang.Object").class_), settle)
    )


def _classes(*names):
    array: Any = jpype.JArray
    return array(JClass("java.lang.Class"))(list(names))
