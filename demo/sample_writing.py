"""The words of the demo's reports: titles, paragraphs and figures a student might hand in. Data only."""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class Chart:
    """A bar chart: its caption and the value of each bar."""

    caption: str
    bars: tuple[tuple[str, float], ...]


@frozen(kw_only=True)
class Section:
    """A heading with its paragraphs, and the chart or photograph under them."""

    heading: str
    paragraphs: tuple[str, ...]
    chart: Chart | None = None
    photo: str = ""  # caption of the photograph; "" = none
    picture: str = "bench"  # which photograph: bench, cups or poster


@frozen(kw_only=True)
class Report:
    """One document: what stands on its first page and its sections."""

    title: str
    course: str
    author: str
    sections: tuple[Section, ...]


INQUIRY = Report(
    title="探究與實作報告：光色與綠豆幼苗的向光性",
    course="自然科學探究與實作　一一四學年度第一學期",
    author="二年三班　17 號　林怡君",
    sections=(
        Section(
            heading="一、研究動機",
            paragraphs=(
                "教室窗邊的盆栽總是朝外生長，轉了方向，兩三天後又彎回去。課本說植物會向光，但不同顏色的光效果一樣嗎？"
                "我們想用校園裡容易取得的材料，自己設計實驗回答這個問題。",
                "查閱文獻後得知，植物以光敏素與向光素感受光線，其中向光素主要吸收藍光。我們因此假設：藍光組的彎曲角度會最大，紅光組最小。",
            ),
        ),
        Section(
            heading="二、實驗設計",
            paragraphs=(
                "取發芽三天、高度相近的綠豆幼苗四十株，分成紅光、藍光、白光與不照光四組，每組十株。光源距離幼苗二十公分，每天照光十二小時，室溫維持攝氏二十五度。",
                "操縱變因為光的顏色；控制變因為光照強度、距離、澆水量與溫度；應變變因為莖頂偏離鉛直線的角度，每天上午八點以手機量角器拍照測量三次取平均。",
            ),
            photo="圖一　第三天的四組幼苗，由左至右為紅光、藍光、白光與對照組",
        ),
        Section(
            heading="三、研究結果",
            paragraphs=(
                "第三天的平均彎曲角度如圖二。藍光組最大，白光組次之，紅光組與對照組接近。對四組做變異數分析，藍光組與紅光組的差異達顯著水準。",
            ),
            chart=Chart(
                caption="圖二　第三天平均彎曲角度（度）",
                bars=(("紅光", 8.4), ("藍光", 41.7), ("白光", 33.2), ("對照", 4.1)),
            ),
        ),
        Section(
            heading="四、討論",
            paragraphs=(
                "結果支持原先的假設。不過紅光組仍有小幅彎曲，可能來自燈具邊緣漏出的雜散光；下次可以用分光計量出實際的波長分布，並加裝遮光罩。",
                "另一個限制是只量到第三天。幼苗長高後自重變大，角度會受重力影響，若要延長觀察，應改用每小時縮時攝影。",
            ),
            photo="圖三　校內科學展覽會展出的海報",
            picture="poster",
        ),
        Section(
            heading="五、心得與反思",
            paragraphs=(
                "第一次實驗時我們忘了固定澆水量，數據完全不能用，只好重做。這讓我體會到控制變因不是考卷上的名詞，而是決定一個結論能不能站得住腳的關鍵。",
                "小組分工時我負責數據分析，自學了試算表的誤差線。當圖上的差距清楚出現時，覺得前面的重做都值得了。",
            ),
        ),
        Section(
            heading="六、參考資料",
            paragraphs=(
                "高級中等學校選修生物（二）課本，第四章植物的生理。",
                "校內科學展覽會歷年作品說明書。",
            ),
        ),
    ),
)

READING = Report(
    title="讀書心得：《寂靜的春天》",
    course="國語文　一一四學年度第一學期",
    author="二年三班　17 號　林怡君",
    sections=(
        Section(
            heading="一、內容摘要",
            paragraphs=(
                "作者以一個聽不到鳥鳴的小鎮開場，描寫農藥如何沿著水流、土壤與食物鏈累積，最後回到人的身上。書中沒有用艱深的術語，而是一件件具體的案例。",
                "讀到河流的那一章，我想到家鄉的大圳。小時候阿公說圳裡有蛤蜊，現在只剩下福壽螺。",
            ),
        ),
        Section(
            heading="二、印象最深的段落",
            paragraphs=(
                "最打動我的是作者面對質疑時的態度：她把每一個數字的出處都附在書後，厚達數十頁。堅持把話說清楚、讓人查證，是這本書改變社會的原因。",
            ),
            photo="圖一　讀完本書後，我在實驗室種下的觀察盆栽",
        ),
        Section(
            heading="三、我的反思",
            paragraphs=(
                "我們習慣把環境問題看成別人的責任。讀完以後，我從班上的午餐廚餘開始記錄，五週後平均每人每天減少了將近一半。",
            ),
            chart=Chart(
                caption="圖二　全班每週廚餘（公斤）",
                bars=(
                    ("第一週", 21.5),
                    ("第二週", 19.0),
                    ("第三週", 15.2),
                    ("第四週", 12.8),
                    ("第五週", 11.3),
                ),
            ),
        ),
        Section(
            heading="四、想再追問的事",
            paragraphs=("如果當時完全停用農藥，糧食產量會如何變化？下學期我想在加深加廣選修裡繼續找答案。",),
        ),
    ),
)

CALCULUS = Report(
    title="微積分的生活應用：一瓶水要幾分鐘才會涼",
    course="數學甲　一一四學年度第一學期",
    author="二年三班　17 號　林怡君",
    sections=(
        Section(
            heading="一、問題",
            paragraphs=(
                "泡茶時常不知道要等多久才適合入口。"
                "牛頓冷卻定律說，物體溫度下降的速率與它和室溫的差成正比，寫成微分方程就是 dT/dt = -k (T - R)。",
                "分離變數後積分，得到 T = R + (T0 - R) e^(-kt)。只要量出常數 k，就能預測任何時刻的溫度。",
            ),
        ),
        Section(
            heading="二、量測",
            paragraphs=(
                "以三百毫升熱水裝在保溫瓶、玻璃杯、紙杯與鋼杯，每兩分鐘量一次溫度，"
                "共三十分鐘；再對 ln(T - R) 與時間做直線迴歸，斜率就是 -k。",
            ),
            chart=Chart(
                caption="圖一　從攝氏九十度降到六十度所需時間（分鐘）",
                bars=(("鋼杯", 9.5), ("紙杯", 13.0), ("玻璃杯", 15.5), ("保溫瓶", 96.0)),
            ),
        ),
        Section(
            heading="三、誤差來自哪裡",
            paragraphs=(
                "前四分鐘的點明顯低於直線，推測是蒸發帶走的熱量，模型並沒有考慮。加上杯蓋後，判定係數由零點九七提高到零點九九。",
            ),
            photo="圖二　四種容器，由左至右為鋼杯、紙杯、玻璃杯與保溫瓶",
            picture="cups",
        ),
        Section(
            heading="四、反思",
            paragraphs=(
                "以前覺得微分方程只是符號，這次第一次看到它和手上的杯子對得起來。最困難的不是計算，而是判斷模型在哪裡開始不準。",
            ),
        ),
    ),
)

PLAN = Report(
    title="自主學習計畫：用感測器記錄校園樹蔭的溫度",
    course="彈性學習時間　一一四學年度第一學期",
    author="二年三班　17 號　林怡君",
    sections=(
        Section(
            heading="一、學習目標",
            paragraphs=(
                "學會用單晶片讀取溫溼度感測器，完成校園六個地點、連續四週的記錄，並以圖表說明樹蔭能降溫多少。",
            ),
        ),
        Section(
            heading="二、每週進度",
            paragraphs=(
                "第一至三週：學習感測器與程式。第四至八週：製作與校正。第九至十二週：記錄。第十三至十六週：分析並完成海報。",
            ),
            chart=Chart(
                caption="圖一　預計投入時數", bars=(("學習", 9), ("製作", 14), ("記錄", 8), ("分析", 11))
            ),
        ),
        Section(
            heading="三、需要的資源",
            paragraphs=("物理實驗室、三組感測器、指導老師每兩週一次的討論。",),
            photo="圖二　上學期小組作品的海報，這次要延伸的題目",
            picture="poster",
        ),
    ),
)


NOTICE = Report(
    title="課程學習成果：上傳、認證與勾選日程",
    course="教務處註冊組",
    author="示範高級中學",
    sections=(
        Section(
            heading="一、同學要做的事",
            paragraphs=(
                "在上傳期限之前把每門課的成果寫好、附上檔案並送出認證。草稿不算送出；收件時間以學校收到的時間為準。",
                "認證通過之後，再從通過的成果裡勾選要提交的項目。每學年課程學習成果至多六件。",
            ),
        ),
        Section(
            heading="二、任課教師要做的事",
            paragraphs=("在認證期限之前認證送來的成果；不通過請寫明原因，讓同學知道要改什麼。",),
        ),
    ),
)
