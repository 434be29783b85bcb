import sys
sys.path.insert(0,"/work/main")
from tests.journeys.test_pages import *
from tests.journeys.conftest import *
SH=SHIFTS.replace("source.node && source.node.nodeName","JSON.stringify([source.node && source.node.outerHTML && source.node.outerHTML.slice(0,90), source.previousRect, source.currentRect])")
def test_x(browser,address):
    with phone(browser,address,"gelombang-21") as w:
        sign_in(w,"maria")
        cdp=w.page.context.new_cdp_session(w.page); cdp.send("Emulation.setCPUThrottlingRate",{"rate":4})
        for i in range(25):
            for p in ("/aturan","/dasbor","/pelatihan","/bantuan","/insentif"):
                w.open(p)
                r=w.page.evaluate(SH)
                if r: print(p,r)
